/// A JSON value that was read (RFC 8259).
package enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  package var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  var number: JSONNumber? {
    if case .number(let number) = self { number } else { nil }
  }

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }
}

/// A number with six decimals, exactly: what reports write are whole numbers, milliseconds to the nanosecond, and shares.
package struct JSONNumber: Hashable, Sendable {
  /// Its value times a million.
  var millionths: Int128

  init(millionths: Int128) {
    self.millionths = millionths
  }

  init(_ whole: Int) {
    self.init(millionths: Int128(whole) * 1_000_000)
  }

  /// A number of milliseconds in nanoseconds, or a whole number times a million; at the ends of the range it stays there.
  var nanoseconds: Int64 { Int64(clamping: millionths) }
  /// Its whole part.
  var whole: Int { Int(clamping: millionths / 1_000_000) }
}

/// Members in the order in which they stand.
package struct JSONObject: Hashable, Sendable {
  private(set) var members: [(name: String, value: JSONValue)] = []

  init() {}

  package subscript(name: String) -> JSONValue? {
    get { members.first { $0.name == name }?.value }
    set {
      guard let newValue else { return members.removeAll { $0.name == name } }
      if let place = members.firstIndex(where: { $0.name == name }) {
        members[place].value = newValue
      } else {
        members.append((name, newValue))
      }
    }
  }

  /// Appends a member that is not there yet.
  mutating func append(_ name: String, _ value: JSONValue) {
    members.append((name, value))
  }

  /// Whether both have equal members in the same order.
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.count == right.members.count
      && zip(left.members, right.members).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }

  package func hash(into hasher: inout Hasher) {
    for member in members {
      hasher.combine(member.name)
      hasher.combine(member.value)
    }
  }
}
