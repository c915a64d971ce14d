/// How often a direction sent field lines that it had sent before, and how often the dynamic table served for that.
package struct Repetition: Sendable, Equatable {
  /// Field lines looked at.
  package var fieldLines = 0
  /// Those of the static table whose index came before.
  package var staticRepeats = 0
  /// Those sent as an index of the dynamic table: their name and value came before.
  package var dynamicHits = 0
  /// Literals whose name and value came before as a literal.
  package var literalRepeats = 0

  package init() {}

  /// Field lines that came before.
  package var repeats: Int { staticRepeats + dynamicHits + literalRepeats }

  mutating func merge(_ other: Repetition) {
    fieldLines += other.fieldLines
    staticRepeats += other.staticRepeats
    dynamicHits += other.dynamicHits
    literalRepeats += other.literalRepeats
  }
}
