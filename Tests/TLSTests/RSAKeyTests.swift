import Bytes
import Testing

@testable import TLS

@Suite struct RSAKeyTests {
  let encrypted = octets(RecordedKeyExchange.encryptedPremaster)

  @Test("A premaster secret that no key decrypts is none")
  func wrongCiphertext() throws {
    let ring = KeyRing()
    #expect(ring.decryptPremaster(encrypted) == nil)
    try ring.readRSAKey(RecordedKeyExchange.privateKey)
    #expect(ring.decryptPremaster(encrypted)?.byteCount == 48)
    for index in encrypted.indices {
      var flipped = encrypted
      flipped[index] ^= 1
      #expect(ring.decryptPremaster(flipped) == nil)
    }
    for count in [0, 1, 48, 255] {
      #expect(ring.decryptPremaster(Array(encrypted.prefix(count))) == nil)
    }
    #expect(ring.decryptPremaster([UInt8](repeating: 255, count: 5000)) == nil)
  }

  @Test(
    "Files that are no plain RSA key",
    arguments: [
      ("", RSAKeyError.unreadable), ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", .unreadable),
      (
        """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5OqsqhRI9BUzCQ/v
        vO14Han0UMf2abaHgS5jzCEjqVahRANCAASyO02jnbJU9nerdgHkGhU5eAFLcgJk
        fmJiFLfARvBBGDWZeYWn+9rX0JJA3eTXgDzjc021XDZsEgQo45PsDE+h
        -----END PRIVATE KEY-----
        """, .notRSA
      ),
      (
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjcTbW1X7XLYQICCAAw
        DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEOE7pfa7qHY+mJP6BJXTI3AEgZDB
        Fo+hqtr1pHXbZNB6UGGCWLJ/98SBT3FuX3W+e1CKTyO403unIm8j4X31/raDVmGv
        2eoBm7/Ve7ES0sZ1soUFsQQ9pQWkxHv6fifBuWCGnfar/xDcJe9ZyjLAHfRKoAvJ
        Y6/lUflGo4Z6mIjPtEvEKT8/sdHKDCMrMdYChOGVrwihqksAdRvk6pFqreolFR4=
        -----END ENCRYPTED PRIVATE KEY-----
        """, .encrypted
      ),
    ])
  func unusable(pem: String, error: RSAKeyError) {
    let ring = KeyRing()
    #expect(throws: error) { try ring.readRSAKey(pem) }
    #expect(ring.isEmpty)
  }

  @Test("PKCS#1")
  func pkcs1() throws {
    let ring = KeyRing()
    try ring.readRSAKey(
      """
      -----BEGIN RSA PRIVATE KEY-----
      MIICXAIBAAKBgQC5T1MytIQHDdcZuW8I7kO2637v4CX48a3aLxfeaSRlOD8jyPDc
      AbVejY3iRDxKkC67tbDWmJQn1Ic8sA4R/ItUKe5n+DWGhva//011SPlJlulNpydz
      kjydqE6KHkapaXWBojWyRS7HGcsRx2P3YCvBL8Fqwgd0gF2WCqtYq5QruwIDAQAB
      AoGASnyHPb9vvoIirzVpW1aio1k/ud4IhWtn7Wa2mnD67zDPuGuh3V1WcP5HROcW
      sQYJsuwSe//ytZvpDEzcKwCvY+MSPwS17Z4Vs99GisAnek/FcHInICHBH+Vj5Trb
      E5+z6jFcLG+Uu4GfzYK/RPuLfWPub4dUjJN++XeGEGEBhwECQQDg75r9NUHenre9
      FXmP31mMvJVavYKaSHJinPe+kjujaHVgMOZCKKMhJKcr8YcF3mQfVX85qloI+X04
      nNzd3kA7AkEA0ubG7TY4FRqk9foyQODZkcWNUeicrR0EWMqb4WNMdm+vpKSF7acP
      KWRuI6L0Gc8tMvr0QH+pTOYVqsV+NoKKgQJAOpBHsxs1nieGwRUhREMrhofm/uwO
      X+ry1Rf3LMfX/TCKNtQkbx8zccKgP8GvnOiM+teAu1vN+z4xyxaULrPZ1wJAOEVW
      4kfLIuZfCTpeWi0kH97D3AzicNYDKOW2PabO6fLWvGkhSs1+IB8pu9xooNJETwvi
      S6tEMr5ZHZ1gFY8zAQJBAKO45v6eR7501ElHfvuVlGLSVcjCwNqcenU8cA1lm8Nj
      uztZO96nxNloGBnVtqPvIIc+9BHjxWAiR2VshoIt4Tg=
      -----END RSA PRIVATE KEY-----
      """)
    #expect(!ring.isEmpty)
  }
}
