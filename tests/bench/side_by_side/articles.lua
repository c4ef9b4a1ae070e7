-- wrk script: posts the articles of $BENCH_ARTICLES (NDJSON, one request body a line) in turn.
local bodies = {}
local at = 0
init = function() -- wrk knows the host from here on, not before
  for line in io.lines(os.getenv("BENCH_ARTICLES")) do
    bodies[#bodies + 1] = wrk.format("POST", "/v1/normalize", { ["Content-Type"] = "application/json" }, line)
  end
end
request = function()
  at = at % #bodies + 1
  return bodies[at]
end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.3f, "p50_ms": %.3f, "p99_ms": %.3f, "not_2xx": %d, "socket_errors": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
