@main
struct Wireprism {
  static func main() {}
}
