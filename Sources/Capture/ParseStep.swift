/// What a parser found at a position of an input.
///
/// The parsers read bytes that are in memory and do no input themselves: they say what they need.
enum ParseStep {
  /// A packet, in the parser's `packet`; the position is behind it.
  case packet
  /// Something without a packet; the position is behind it.
  case passed
  /// The same, and a warning is due.
  case warned(CaptureWarning.Cause)
  /// So many bytes from the position on are not needed, and need not be in memory.
  case skip(Int, warning: CaptureWarning.Cause? = nil)
  /// So many bytes from the position on are needed.
  case more(Int)
  /// What stands at the position cannot be a record.
  case damaged
}

/// Whether a readable record may start somewhere after damage.
enum Plausibility {
  case plausible
  case implausible
  /// So many bytes from there on are needed to tell.
  case undecided(Int)
}
