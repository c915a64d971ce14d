import Analysis

/// A form of output: it takes the records and writes them down.
package protocol Renderer: RecordReceiver {
  /// What the form has no room for and left out: sentences for a person.
  var omissions: [String] { get }
  /// Why there is nothing of what was asked for, as a sentence; nil when there is.
  var problem: String? { get }
  /// What was written, as a sentence, when that is not one output.
  var result: String? { get }
  /// Writes what is still held back and closes the output. To be called once, after the last record.
  ///
  /// - Throws: the first failure since the report began; nothing was written after it.
  func finish() throws(OutputError)
}

extension Renderer {
  package var omissions: [String] { [] }
  package var problem: String? { nil }
  package var result: String? { nil }
}
