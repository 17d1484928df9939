import { ENTRY_BYTES } from './backplane.js';

// The budget of all logs of one Redis process, see LogBudget. It is part of the library in redis-functions.ts, and lives
// in variables of the library: its figures belong to the entries of this incarnation, and keys of different hash slots
// could not be changed together.
//
// A ledger is { bytes, parties = { key = party }, logs = { entries key = log } } for the logs with one prefix.
// A party is { bytes, shares = { user = share } }: a network with its guests, or a user with a token.
// A share is { bytes, logs = { entries key = bytes } }: the entries of one user.
// A log is { keys, till, shares = { share = party } }. After 'till' (ms), its entries have expired.

/** Lua code that needs `discard_oldest` and provides `charge`, `release`, `forget_log` and `enforce`. */
export const budget = `
local ledgers = {}

local function ledger_of(name)
  ledgers[name] = ledgers[name] or { bytes = 0, parties = {}, logs = {} }
  return ledgers[name]
end

local function cost_of(entry)
  return tonumber(entry.bytes) + ${ENTRY_BYTES} + #(entry.request or '')
end

local function party_key(user, network)
  if network ~= '' then return 'network ' .. network end
  return 'user ' .. user
end

local function charge(name, keys, entry, till)
  local ledger, cost = ledger_of(name), cost_of(entry)
  local key = party_key(entry.user, entry.network)
  local party = ledger.parties[key] or { bytes = 0, shares = {} }
  ledger.parties[key] = party
  local share = party.shares[entry.user] or { bytes = 0, logs = {} }
  party.shares[entry.user] = share
  local log = ledger.logs[keys[2]] or { keys = { keys[1], keys[2], keys[3] }, shares = {} }
  ledger.logs[keys[2]] = log
  log.till = till
  log.shares[share] = { key = key, user = entry.user }
  share.logs[keys[2]] = (share.logs[keys[2]] or 0) + cost
  share.bytes = share.bytes + cost
  party.bytes = party.bytes + cost
  ledger.bytes = ledger.bytes + cost
end

-- Stops counting some bytes of a share in a log.
local function deduct(ledger, log_key, share, place, cost)
  local held = share.logs[log_key] or 0
  cost = math.min(cost, held)
  local party = ledger.parties[place.key]
  share.bytes = share.bytes - cost
  party.bytes = party.bytes - cost
  ledger.bytes = ledger.bytes - cost
  if held > cost then
    share.logs[log_key] = held - cost
    return
  end
  share.logs[log_key] = nil
  local log = ledger.logs[log_key]
  log.shares[share] = nil
  if not next(log.shares) then ledger.logs[log_key] = nil end
  if not next(share.logs) then party.shares[place.user] = nil end
  if not next(party.shares) then ledger.parties[place.key] = nil end
end

-- Stops counting a discarded entry. Returns its share.
local function release(name, keys, entry)
  local ledger = ledger_of(name)
  local user = entry.user or ''
  local key = party_key(user, entry.network or '')
  local party = ledger.parties[key]
  local share = party and party.shares[user]
  if share and share.logs[keys[2]] then
    deduct(ledger, keys[2], share, { key = key, user = user }, cost_of(entry))
  end
  return share
end

-- Stops counting all entries of a log.
local function forget_log(name, keys)
  local ledger = ledger_of(name)
  local log = ledger.logs[keys[2]]
  if not log then return end
  local places = {}
  for share, place in pairs(log.shares) do places[share] = place end
  for share, place in pairs(places) do deduct(ledger, keys[2], share, place, math.huge) end
end

-- Discards the oldest entries of a log until those of a share make up some bytes. In a Redis Cluster, the log can have
-- moved to another node, which counts it when it is written there.
local function discard_share(name, keys, share, bytes)
  while bytes > 0 do
    local reached, entry = pcall(discard_oldest, keys)
    if not reached or not entry then return forget_log(name, keys) end
    redis.call('HINCRBY', keys[1], 'bytes', -tonumber(entry.bytes))
    if release(name, keys, entry) == share then bytes = bytes - cost_of(entry) end
  end
end

local function largest(all)
  local found
  for _, each in pairs(all) do
    if not found or each.bytes > found.bytes then found = each end
  end
  return found
end

-- Discards about some bytes of a share, from its largest log first.
local function reduce(name, share, bytes)
  local ledger = ledger_of(name)
  local goal = math.max(0, share.bytes - bytes)
  while share.bytes > goal do
    local key, most = nil, 0
    for each, held in pairs(share.logs) do
      if held > most then key, most = each, held end
    end
    discard_share(name, ledger.logs[key].keys, share, share.bytes - goal)
  end
end

-- Discards entries until all limits are kept: of all logs, of a user, and of the guests of a network. A budget that is
-- exceeded is reduced to nine tenths, so that searching for shares is rare.
local function enforce(name, user, network, limits, now)
  local ledger = ledger_of(name)
  local party = ledger.parties[party_key(user, network)]
  if user ~= '' and party then
    local share = party.shares[user]
    if share and share.bytes > limits[2] then reduce(name, share, share.bytes - limits[2] * 0.9) end
    local most = network ~= '' and limits[3] or limits[2]
    if party.bytes > most then
      while party.bytes > most * 0.9 do reduce(name, largest(party.shares), party.bytes - most * 0.9) end
    end
  end
  if ledger.bytes <= limits[1] then return end
  local expired = {}
  for _, log in pairs(ledger.logs) do
    if log.till < now then expired[#expired + 1] = log.keys end
  end
  for _, keys in ipairs(expired) do forget_log(name, keys) end
  while ledger.bytes > limits[1] * 0.9 do
    reduce(name, largest(largest(ledger.parties).shares), ledger.bytes - limits[1] * 0.9)
  end
end
`;
