import CLinux

/// Lets a C library free what it holds, and overwrites it: a decoder's window may have held a capture's secrets. It wraps a
/// setting of the C library's allocator.
func wipingWhatIsFreed(_ free: () -> Void) {
  mallopt(M_PERTURB, 0xFF)
  free()
  mallopt(M_PERTURB, 0)
}
