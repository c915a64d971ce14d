import CLinux
import Glibc

/// What the program may do beyond what its user may: needed to open interfaces, and given up at once after. It wraps the C
/// library's calls.
enum Privileges {
  /// Becomes the user who is meant, for good: the named one, else the one who called sudo, else nobody else.
  static func drop(to name: String?) throws(PrivilegeError) {
    if geteuid() == 0, let user = try user(named: name) { try become(user) }
    // Root that stays root keeps what makes it root.
    guard geteuid() == 0 || drop_capabilities() == 0 else { throw PrivilegeError("capabilities cannot be given up") }
    guard set_no_new_privileges() == 0 else { throw PrivilegeError("no-new-privileges cannot be set") }
  }

  private struct User {
    var user: uid_t
    var group: gid_t
    /// Nil when the user has no entry in the system's list.
    var name: String?
  }

  private static func user(named name: String?) throws(PrivilegeError) -> User? {
    if let name {
      // The entry is copied before another call can replace it.
      guard let entry = unsafe getpwnam(name) else { throw PrivilegeError("there is no user \(name)") }
      return unsafe User(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid, name: name)
    }
    guard let user = number("SUDO_UID"), let group = number("SUDO_GID") else { return nil }
    let entry = unsafe getpwuid(user)
    return User(user: user, group: group, name: unsafe entry.map { unsafe String(cString: $0.pointee.pw_name) })
  }

  private static func number(_ variable: String) -> UInt32? {
    unsafe getenv(variable).flatMap { unsafe UInt32(String(cString: $0)) }
  }

  private static func become(_ user: User) throws(PrivilegeError) {
    // Groups first: the right to change them goes with the user.
    let hasGroups: Bool
    if let name = user.name {
      hasGroups = unsafe initgroups(name, user.group) == 0
    } else {
      hasGroups = setgroups(0, nil) == 0
    }
    guard hasGroups, setgid(user.group) == 0, setuid(user.user) == 0 else {
      throw PrivilegeError("the user cannot be changed to \(user.user)")
    }
    guard user.user != 0 else { return }
    guard getuid() == user.user, geteuid() == user.user, getegid() == user.group, setuid(0) != 0 else {
      throw PrivilegeError("the privileges of root cannot be given up")
    }
  }
}

/// Privileges that could not be given up: nothing is done with them.
struct PrivilegeError: SaidError {
  private let problem: String

  init(_ problem: String) {
    self.problem = problem
  }

  var message: String { "\(problem): nothing is captured." }
}
