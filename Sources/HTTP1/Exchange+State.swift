import HTTP

extension Exchange {
  /// How far the exchange came, now that nothing of it will come any more.
  ///
  /// - Parameter wasReset: whether the connection ended with RST.
  func finalState(wasReset: Bool) -> ExchangeState {
    if !hasRequest { return .noRequest }
    let isWhole =
      request.message.isComplete && request.message.missingBodyByteCount == 0
      && response.message.isComplete && response.message.missingBodyByteCount == 0
    if isWhole { return .complete }
    if wasReset { return .reset }
    return request.message.isComplete && !hasResponse && informational.isEmpty ? .noResponse : .incomplete
  }
}
