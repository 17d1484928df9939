import { createHash } from 'node:crypto';
import { budget } from './redis-budget.js';

// The operations that Redis runs atomically, as a library of functions (Redis 7, Valkey). All keys of a call have the
// same hash tag, so that they are on one node of a Redis Cluster.
//
// `incarnation` identifies the run of the Redis process. It differs after a restart, and on a promoted replica. Such a
// process may have lost data without a sign of it. So a log that was written under another incarnation gets a new epoch.
// The libraries of all versions have the same incarnation.

const code = `
local incarnation = nil
local version = 0

local function milliseconds()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- keys: head, entries, requests
local function log_of(keys, nonce)
  incarnation = incarnation or string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  local head = redis.call('HMGET', keys[1], 'epoch', 'seq', 'bytes', 'incarnation')
  if head[1] and head[4] == incarnation then
    return head[1], tonumber(head[2]), tonumber(head[3])
  end
  redis.call('DEL', keys[1], keys[2], keys[3])
  redis.call('HSET', keys[1], 'epoch', nonce, 'seq', 0, 'bytes', 0, 'incarnation', incarnation)
  redis.call('PEXPIRE', keys[1], 86400000)
  return nonce, 0, 0
end

local function oldest(keys)
  local found = redis.call('XRANGE', keys[2], '-', '+', 'COUNT', 1)[1]
  if not found then return nil end
  local fields = {}
  for i = 1, #found[2], 2 do fields[found[2][i]] = found[2][i + 1] end
  return found[1], fields
end

-- Discards the oldest entry of a log, if there is one. Returns its fields.
local function discard_oldest(keys)
  local id, entry = oldest(keys)
  if not id then return nil end
  redis.call('XDEL', keys[2], id)
  if entry.request then redis.call('HDEL', keys[3], entry.request) end
  return entry
end
${budget}
-- Discards entries that exceed a limit, oldest first.
local function forget(keys, now, bounds, bytes)
  local messages, most, ms = tonumber(bounds[1]), tonumber(bounds[2]), tonumber(bounds[3])
  local held = redis.call('XLEN', keys[2])
  local before = bytes
  while held > 0 do
    local _, entry = oldest(keys)
    if held <= messages and bytes <= most and now - tonumber(entry.at) <= ms then break end
    discard_oldest(keys)
    release(bounds[4], keys, entry)
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

-- args: nonce, now, bounds (3), ledger, channel, envelope, author, request, user, network, limits (3)
local function append(keys, args)
  local epoch, seq, bytes = log_of(keys, args[1])
  local request = args[10]
  if request ~= '' then
    local earlier = redis.call('HGET', keys[3], request)
    if earlier then return { epoch, tonumber(earlier) } end
  end
  seq = seq + 1
  local size = #args[8]
  local entry = { 'envelope', args[8], 'at', args[2], 'bytes', size }
  if args[9] ~= '' then
    entry[#entry + 1] = 'author'
    entry[#entry + 1] = args[9]
  end
  if args[11] ~= '' then
    entry[#entry + 1] = 'user'
    entry[#entry + 1] = args[11]
  end
  if args[12] ~= '' then
    entry[#entry + 1] = 'network'
    entry[#entry + 1] = args[12]
  end
  if request ~= '' then
    entry[#entry + 1] = 'request'
    entry[#entry + 1] = request
    redis.call('HSET', keys[3], request, seq)
  end
  -- The entries have expired, but not the head.
  if redis.call('EXISTS', keys[2]) == 0 then
    forget_log(args[6], keys)
    bytes = 0
  end
  redis.call('XADD', keys[2], string.format('%d-0', seq), unpack(entry))
  bytes = bytes + size
  redis.call('HSET', keys[1], 'seq', seq, 'bytes', bytes)
  local now, ms = tonumber(args[2]), tonumber(args[5])
  charge(args[6], keys, { user = args[11], network = args[12], bytes = size, request = request }, now + ms * 2)
  forget(keys, now, { args[3], args[4], args[5], args[6] }, bytes)
  expire(keys, ms * 2)
  enforce(args[6], args[11], args[12], { tonumber(args[13]), tonumber(args[14]), tonumber(args[15]) }, now)
  redis.call('SPUBLISH', args[7], epoch .. ' ' .. string.format('%d', seq) .. ' ' .. args[9] .. '\\n' .. args[8])
  return { epoch, seq }
end

-- Returns false if the previous announcement is missing. args: as for append, and ID, ID of the previous one, epoch
local function announce(keys, args)
  local epoch = log_of(keys, args[1])
  if epoch == args[18] then
    local id = tonumber(args[16])
    local last = tonumber(redis.call('HGET', keys[1], 'announced') or 0)
    if id <= last then return { epoch, 0 } end
    if tonumber(args[17]) > last then return false end
    redis.call('HSET', keys[1], 'announced', args[16])
  end
  return append(keys, args)
end

-- args: nonce
local function head(keys, args)
  local epoch, seq = log_of(keys, args[1])
  redis.call('PEXPIRE', keys[1], 86400000)
  return { epoch, seq, tonumber(redis.call('HGET', keys[1], 'announced') or 0) }
end

-- Lets the head of a log that no node is subscribed to expire with its entries. Otherwise, short visits to many rooms
-- would fill Redis. args: channel, ms
local function idle(keys, args)
  if redis.call('PUBSUB', 'SHARDNUMSUB', args[1])[2] ~= 0 then return 0 end
  return redis.call('PEXPIRE', keys[1], args[2])
end

-- args: nonce, now, bounds (3), ledger, epoch, seq
local function read(keys, args)
  local epoch, seq, bytes = log_of(keys, args[1])
  local after = tonumber(args[8])
  if epoch ~= args[7] or after > seq then return false end
  forget(keys, tonumber(args[2]), { args[3], args[4], args[5], args[6] }, bytes)
  local first = oldest(keys)
  local first_seq = first and tonumber(string.match(first, '^%d+')) or seq + 1
  if after < first_seq - 1 then return false end
  return redis.call('XRANGE', keys[2], string.format('%d-0', after + 1), '+')
end

-- Gives the log a new epoch, so that its listeners learn that entries may be missing.
local function restart(keys, nonce, channel)
  redis.call('DEL', keys[2], keys[3])
  redis.call('HDEL', keys[1], 'announced')
  redis.call('HSET', keys[1], 'epoch', nonce, 'seq', 0, 'bytes', 0)
  redis.call('SPUBLISH', channel, nonce .. ' 0 \\n')
end

local function let_go(keys)
  redis.call('HDEL', keys[1], 'writer', 'until', 'wanted', 'looker')
end

-- Breaks the lock. Restarts the log, and returns true, if a change may not have been announced.
local function give_up(keys, nonce, channel)
  local held = redis.call('HMGET', keys[1], 'writer', 'looker')
  local changes = held[1] ~= held[2]
  let_go(keys)
  if changes then restart(keys, nonce, channel) end
  return changes
end

-- args: nonce, channel, node, lease (ms), purpose ('change' or 'announce'). Returns the epoch, or false if another node has
-- locked the log.
local function lock(keys, args)
  local epoch = log_of(keys, args[1])
  local now = milliseconds()
  local held = redis.call('HMGET', keys[1], 'writer', 'until')
  if held[1] and held[1] ~= args[3] then
    if now <= tonumber(held[2]) then
      redis.call('HSET', keys[1], 'wanted', 1)
      return false
    end
    if give_up(keys, args[1], args[2]) then epoch = args[1] end
  end
  redis.call('HSET', keys[1], 'writer', args[3], 'until', now + tonumber(args[4]))
  -- The name of the node, since locks of earlier versions leave it unset and are for changes.
  if args[5] == 'announce' then redis.call('HSET', keys[1], 'looker', args[3])
  else redis.call('HDEL', keys[1], 'looker') end
  return epoch
end

-- args: node. Returns 1 if another node waits for the lock.
local function unlock(keys, args)
  local held = redis.call('HMGET', keys[1], 'writer', 'wanted')
  if held[1] ~= args[1] then return 0 end
  let_go(keys)
  return held[2] and 1 or 0
end

-- args: nonce, channel, node. Returns 0 if that node has not locked the log for a change.
local function abandon(keys, args)
  if redis.call('HGET', keys[1], 'writer') ~= args[3] then return 0 end
  return give_up(keys, args[1], args[2]) and 1 or 0
end

-- A member is stored as '<term> <node>\\n<JSON>'.
local function member_of(keys, id)
  local held = redis.call('HGET', keys[1], id)
  if not held then return nil end
  local term, node, member = string.match(held, '^(%d+) (%S*)\\n(.*)$')
  return tonumber(term), node, member
end

local function changes_of(keys)
  return tonumber(redis.call('HGET', keys[3], 'changes') or 0)
end

-- keys: members, order, changes; args: channel, id, member, most (-1: any number), term, node
local function enter(keys, args)
  local term, _, before = member_of(keys, args[2])
  local most = tonumber(args[4])
  if not term and most >= 0 and redis.call('HLEN', keys[1]) >= most then return { 0, 0 } end
  -- Another node has resumed the client.
  if term and term > tonumber(args[5]) then return { 1, changes_of(keys) } end
  redis.call('PERSIST', keys[3])
  redis.call('HSET', keys[1], args[2], args[5] .. ' ' .. args[6] .. '\\n' .. args[3])
  if before == args[3] then return { 1, changes_of(keys) } end
  local change = redis.call('HINCRBY', keys[3], 'changes', 1)
  if not term then redis.call('ZADD', keys[2], change, args[2]) end
  redis.call('SPUBLISH', args[1], change .. (term and ' updated\\n' or ' joined\\n') .. args[3])
  return { 1, change }
end

-- keys: members, order, changes; args: channel, id, term, node ('': any)
local function leave(keys, args)
  local term, node = member_of(keys, args[2])
  if not term or term > tonumber(args[3]) then return 0 end
  if args[4] ~= '' and args[4] ~= node then return 0 end
  redis.call('HDEL', keys[1], args[2])
  redis.call('ZREM', keys[2], args[2])
  local change = redis.call('HINCRBY', keys[3], 'changes', 1)
  -- No node watches an empty room for that long.
  if redis.call('HLEN', keys[1]) == 0 then redis.call('PEXPIRE', keys[3], 86400000) end
  redis.call('SPUBLISH', args[1], change .. ' left\\n' .. args[2])
  return change
end

local function members(keys)
  local changes = changes_of(keys)
  local ids = redis.call('ZRANGE', keys[2], 0, -1)
  -- One by one, since Lua passes at most some thousands of arguments.
  local found = {}
  for i, id in ipairs(ids) do found[i] = redis.call('HGET', keys[1], id) end
  return { changes, found }
end

-- keys: members, order, changes
local function member_changes(keys)
  return changes_of(keys)
end

-- keys: members, order, changes
local function is_empty(keys)
  return redis.call('EXISTS', keys[1]) == 0 and 1 or 0
end

-- keys: members, order, changes; args: id
local function is_member(keys, args)
  return redis.call('HEXISTS', keys[1], args[1])
end

-- keys: value; args: version, value ('' removes it), ms until it expires ('': never)
local function set(keys, args)
  local present = redis.call('HGET', keys[1], 'version') or '0'
  if present ~= args[1] then return false end
  -- Versions are never reused, not even after the value was removed and set again.
  local time = redis.call('TIME')
  version = math.max(version + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]))
  local next_version = string.format('%.0f', version)
  if args[2] == '' then redis.call('DEL', keys[1])
  else redis.call('HSET', keys[1], 'version', next_version, 'value', args[2]) end
  if args[3] ~= '' then redis.call('PEXPIRE', keys[1], args[3]) end
  return next_version
end

-- Continues from the clock, so that serials also increase after Redis has lost its data.
-- keys: last serial
local function serial(keys)
  local now = redis.call('TIME')
  local last = tonumber(redis.call('GET', keys[1]) or 0)
  local next_serial = math.max(last + 1, tonumber(now[1]) * 1000000 + tonumber(now[2]))
  redis.call('SET', keys[1], string.format('%.0f', next_serial))
  return string.format('%.0f', next_serial)
end

-- Returns a string, since a number would lose its fraction.
local function time()
  local now = redis.call('TIME')
  return string.format('%.3f', tonumber(now[1]) * 1000 + tonumber(now[2]) / 1000)
end

-- Records a heartbeat, and returns the dead nodes and all nodes. The heartbeat of a claimed node was removed for good.
-- keys: heartbeats, claims; args: node, ms after which a node is dead, lease (ms), first ('1': it has just started), claimed...
local function beat(keys, args)
  local now = milliseconds()
  if args[4] ~= '1' and not redis.call('ZSCORE', keys[1], args[1]) then return false end
  redis.call('ZADD', keys[1], now, args[1])
  for i = 5, #args do redis.call('ZADD', keys[2], 'XX', now + tonumber(args[3]), args[i]) end
  local dead = redis.call('ZRANGEBYSCORE', keys[1], '-inf', '(' .. (now - tonumber(args[2])))
  local left = redis.call('ZRANGEBYSCORE', keys[2], '-inf', '(' .. now)
  for _, node in ipairs(left) do dead[#dead + 1] = node end
  return { dead, redis.call('ZRANGE', keys[1], 0, -1) }
end

-- Lets a node take over from a dead one until its lease expires. Returns 0 if that node lives, or is taken over already.
-- keys: heartbeats, claims; args: dead node, ms after which a node is dead, lease (ms)
local function claim(keys, args)
  local now = milliseconds()
  local last = redis.call('ZSCORE', keys[1], args[1])
  local lease = redis.call('ZSCORE', keys[2], args[1])
  if lease and tonumber(lease) >= now then return 0 end
  if not lease and not (last and tonumber(last) < now - tonumber(args[2])) then return 0 end
  redis.call('ZREM', keys[1], args[1])
  redis.call('ZADD', keys[2], now + tonumber(args[3]), args[1])
  return 1
end
`;

const names = [
  'append',
  'announce',
  'head',
  'read',
  'idle',
  'lock',
  'unlock',
  'abandon',
  'enter',
  'leave',
  'members',
  'is_empty',
  'is_member',
  'member_changes',
  'set',
  'serial',
  'time',
  'beat',
  'claim',
] as const;

/** Name of a function of the library, without its version. */
export type FunctionName = (typeof names)[number];

// Nodes of two versions of Lectern can share one Redis. Each calls its own functions.
const tag = createHash('sha256').update(code).digest('hex').slice(0, 12);

/** Returns the name under which a function is registered in Redis. */
export const functionName = (name: FunctionName): string => `lectern_${name}_${tag}`;

/** The argument of FUNCTION LOAD. */
export const library = [
  `#!lua name=lectern_${tag}`,
  code,
  // A budget covers the logs of several hash slots, so that an append can discard entries of another log.
  ...names.map(
    (name) =>
      `redis.register_function{function_name='${functionName(name)}', callback=${name}, flags={'allow-cross-slot-keys'}}`,
  ),
].join('\n');
