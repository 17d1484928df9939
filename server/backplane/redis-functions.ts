import { createHash } from 'node:crypto';

// What Redis does in one step, as a library of functions (Redis 7, Valkey). All keys of a call carry one hash tag, so
// that they lie on one node of a Redis Cluster.
//
// `incarnation` lives as long as the Redis process that runs the library: it is gone after a restart, and another one
// on a replica that was promoted. Whatever such a Redis lost nobody can tell, and so every log that was written under
// another incarnation begins anew, with another epoch.

const code = `
local incarnation = nil
local version = 0

-- keys: head, entries, requests
local function log_of(keys, nonce)
  incarnation = incarnation or nonce
  local head = redis.call('HMGET', keys[1], 'epoch', 'seq', 'bytes', 'incarnation')
  if head[1] and head[4] == incarnation then
    return head[1], tonumber(head[2]), tonumber(head[3])
  end
  redis.call('DEL', keys[1], keys[2], keys[3])
  redis.call('HSET', keys[1], 'epoch', nonce, 'seq', 0, 'bytes', 0, 'incarnation', incarnation)
  return nonce, 0, 0
end

local function oldest(keys)
  local found = redis.call('XRANGE', keys[2], '-', '+', 'COUNT', 1)[1]
  if not found then return nil end
  local fields = {}
  for i = 1, #found[2], 2 do fields[found[2][i]] = found[2][i + 1] end
  return found[1], fields
end

-- Lets go of what is past a bound, oldest first.
local function forget(keys, now, bounds, bytes)
  local messages, most, ms = tonumber(bounds[1]), tonumber(bounds[2]), tonumber(bounds[3])
  local held = redis.call('XLEN', keys[2])
  local before = bytes
  while held > 0 do
    local id, entry = oldest(keys)
    if held <= messages and bytes <= most and now - tonumber(entry.at) <= ms then break end
    redis.call('XDEL', keys[2], id)
    if entry.request then redis.call('HDEL', keys[3], entry.request) end
    bytes = bytes - tonumber(entry.bytes)
    held = held - 1
  end
  if bytes ~= before then redis.call('HSET', keys[1], 'bytes', bytes) end
end

local function expire(keys, ms)
  redis.call('PEXPIRE', keys[2], ms)
  redis.call('PEXPIRE', keys[3], ms)
  redis.call('PEXPIRE', keys[1], ms + 86400000)
end

-- args: nonce, now, bounds (3), channel, envelope, author, request
local function append(keys, args)
  local epoch, seq, bytes = log_of(keys, args[1])
  local request = args[9]
  if request ~= '' then
    local earlier = redis.call('HGET', keys[3], request)
    if earlier then return { epoch, tonumber(earlier) } end
  end
  seq = seq + 1
  local size = #args[7]
  local entry = { 'envelope', args[7], 'at', args[2], 'bytes', size }
  if args[8] ~= '' then
    entry[#entry + 1] = 'author'
    entry[#entry + 1] = args[8]
  end
  if request ~= '' then
    entry[#entry + 1] = 'request'
    entry[#entry + 1] = request
    redis.call('HSET', keys[3], request, seq)
  end
  redis.call('XADD', keys[2], string.format('%d-0', seq), unpack(entry))
  bytes = bytes + size
  redis.call('HSET', keys[1], 'seq', seq, 'bytes', bytes)
  forget(keys, tonumber(args[2]), { args[3], args[4], args[5] }, bytes)
  expire(keys, tonumber(args[5]) * 2)
  redis.call('SPUBLISH', args[6], epoch .. ' ' .. string.format('%d', seq) .. ' ' .. args[8] .. '\\n' .. args[7])
  return { epoch, seq }
end

-- args: nonce
local function head(keys, args)
  local epoch, seq = log_of(keys, args[1])
  return { epoch, seq }
end

-- args: nonce, now, bounds (3), epoch, seq
local function read(keys, args)
  local epoch, seq, bytes = log_of(keys, args[1])
  local after = tonumber(args[7])
  if epoch ~= args[6] or after > seq then return false end
  forget(keys, tonumber(args[2]), { args[3], args[4], args[5] }, bytes)
  local first = oldest(keys)
  local first_seq = first and tonumber(string.match(first, '^%d+')) or seq + 1
  if after < first_seq - 1 then return false end
  return redis.call('XRANGE', keys[2], string.format('%d-0', after + 1), '+')
end

-- keys: members, order; args: channel, id, member, most (-1: any number)
local function enter(keys, args)
  local known = redis.call('HEXISTS', keys[1], args[2]) == 1
  local most = tonumber(args[4])
  if not known and most >= 0 and redis.call('HLEN', keys[1]) >= most then return { 0, 0 } end
  redis.call('HSET', keys[1], args[2], args[3])
  local change = redis.call('HINCRBY', keys[3], 'changes', 1)
  if not known then redis.call('ZADD', keys[2], change, args[2]) end
  redis.call('SPUBLISH', args[1], change .. (known and ' updated\\n' or ' joined\\n') .. args[3])
  return { 1, change }
end

-- keys: members, order; args: channel, id
local function leave(keys, args)
  if redis.call('HDEL', keys[1], args[2]) == 0 then return 0 end
  redis.call('ZREM', keys[2], args[2])
  local change = redis.call('HINCRBY', keys[3], 'changes', 1)
  redis.call('SPUBLISH', args[1], change .. ' left\\n' .. args[2])
  return change
end

local function members(keys)
  local changes = tonumber(redis.call('HGET', keys[3], 'changes') or 0)
  local ids = redis.call('ZRANGE', keys[2], 0, -1)
  -- One by one: Lua hands on some thousands of arguments at most.
  local found = {}
  for i, id in ipairs(ids) do found[i] = redis.call('HGET', keys[1], id) end
  return { changes, found }
end

-- keys: value; args: version, value ('' removes it)
local function set(keys, args)
  local present = redis.call('HGET', keys[1], 'version') or '0'
  if present ~= args[1] then return false end
  -- Never the same version twice, not even of a value that was removed and came back.
  local time = redis.call('TIME')
  version = math.max(version + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]))
  local next_version = string.format('%.0f', version)
  if args[2] == '' then redis.call('DEL', keys[1])
  else redis.call('HSET', keys[1], 'version', next_version, 'value', args[2]) end
  return next_version
end
`;

const names = ['append', 'head', 'read', 'enter', 'leave', 'members', 'set'] as const;

/** A function of the library. */
export type FunctionName = (typeof names)[number];

// Nodes of two versions of Lectern may share one Redis: each calls its own.
const tag = createHash('sha256').update(code).digest('hex').slice(0, 12);

export const functionName = (name: FunctionName): string => `lectern_${name}_${tag}`;

/** What FUNCTION LOAD takes. */
export const library = [
  `#!lua name=lectern_${tag}`,
  code,
  ...names.map((name) => `redis.register_function('${functionName(name)}', ${name})`),
].join('\n');
