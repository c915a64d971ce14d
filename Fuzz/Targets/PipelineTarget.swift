import Analysis
import Capture
import Findings
import HTTP
import HTTP2

/// A capture file through the whole pipeline to NDJSON.
func fuzzPipeline(_ input: [UInt8]) {
  _ = analyse(input)
}

/// Analyses a capture; nil when it is none.
func analyse(_ capture: [UInt8]) -> RecordLedger? {
  guard var captures = try? CaptureSet([.bytes(capture, name: "input")]) else { return nil }
  let ledger = RecordLedger()
  var pipeline = Pipeline(options: AnalysisOptions(names: ["input"]), receiver: ledger)
  pipeline.run(&captures) { true }
  return ledger
}
