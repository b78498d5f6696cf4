// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// A certificate authority for the length of a test, made by the `openssl` program.
package struct TestAuthority: Sendable {
  /// The authority's own certificate, for clients that shall trust it.
  package let certificatePath: FilePath

  private let keyPath: FilePath
  private let directory: FilePath

  /// Makes an authority whose files, and those of the identities it signs, are in a directory.
  ///
  /// - Parameters:
  ///   - directory: that.
  ///   - days: for how long it holds.
  /// - Returns: the authority.
  /// - Throws: where `openssl` fails.
  package static func make(in directory: FilePath, days: Int = 2) async throws -> TestAuthority {
    let authority = TestAuthority(
      certificatePath: directory.appending("authority.pem"),
      keyPath: directory.appending("authority.key"),
      directory: directory
    )
    let settings = directory.appending("authority.cnf")
    try Files.writeBytes(Array(requestSettings(for: "Test authority").utf8), to: settings)
    try await openssl([
      "req", "-x509", "-config", settings.string, "-extensions", "authority", "-days", "\(days)",
      "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
      "-keyout", authority.keyPath.string, "-out", authority.certificatePath.string,
    ])
    return authority
  }

  /// Makes an identity that a client of this authority trusts.
  ///
  /// - Parameters:
  ///   - hosts: names and IP addresses; a name may begin with `*.`.
  ///   - days: for how long it holds.
  /// - Returns: the identity.
  /// - Throws: where `openssl` fails.
  package func identity(for hosts: [String], days: Int = 2) async throws -> ServerIdentity {
    try await signedIdentity(for: hosts, validity: ["-days", "\(days)"])
  }

  /// Makes an identity whose last day is past.
  package func expiredIdentity(for hosts: [String]) async throws -> ServerIdentity {
    try await signedIdentity(
      for: hosts,
      validity: ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"]
    )
  }

  /// Makes an identity that nobody but itself vouches for.
  package func selfSignedIdentity(for hosts: [String]) async throws -> ServerIdentity {
    let draft = try Draft(for: hosts, below: directory)
    try await draft.makeKey(
      ["-x509", "-extensions", "server", "-days", "2"],
      out: draft.certificate
    )
    return draft.identity
  }

  /// Makes an authority that this one vouches for.
  ///
  /// A server should show its certificate after its own: most clients do not know it.
  package func intermediate() async throws -> TestAuthority {
    let draft = try Draft(for: ["intermediate.example"], named: "Intermediate", below: directory)
    try await sign(draft, as: "authority", validity: ["-days", "2"])
    return TestAuthority(
      certificatePath: draft.certificate,
      keyPath: draft.key,
      directory: draft.directory
    )
  }

  private func signedIdentity(for hosts: [String], validity: [String]) async throws
    -> ServerIdentity
  {
    let draft = try Draft(for: hosts, below: directory)
    try await sign(draft, as: "server", validity: validity)
    return draft.identity
  }

  private func sign(_ draft: Draft, as section: String, validity: [String]) async throws {
    let request = draft.directory.appending("request.pem")
    try await draft.makeKey([], out: request)
    // `openssl ca`, because `openssl req` cannot date a certificate back.
    try await Self.openssl(
      [
        "ca", "-batch", "-notext", "-config", draft.settings.string, "-extensions", section,
        "-cert", certificatePath.string, "-keyfile", keyPath.string,
        "-in", request.string, "-out", draft.certificate.string,
      ] + validity
    )
  }
}

extension TestAuthority {
  /// The folder of one identity; a folder each, so that identities can be made at the same time.
  private struct Draft {
    let directory: FilePath

    var settings: FilePath { directory.appending("identity.cnf") }
    var certificate: FilePath { directory.appending("certificate.pem") }
    var key: FilePath { directory.appending("identity.key") }

    var identity: ServerIdentity {
      ServerIdentity(certificatePath: certificate, keyPath: key)
    }

    init(for hosts: [String], named name: String = "Test server", below parent: FilePath) throws {
      directory = try ScratchDirectory.makeDirectory(in: parent, prefix: "identity")
      let names = hosts.map { host in
        var address = in6_addr()
        let isAddress =
          inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
        return (isAddress ? "IP:" : "DNS:") + host
      }
      let sections = """
        [server]
        basicConstraints = critical, CA:FALSE
        keyUsage = critical, digitalSignature
        extendedKeyUsage = serverAuth
        subjectKeyIdentifier = hash
        subjectAltName = \(names.joined(separator: ", "))

        [ca]
        default_ca = register

        [register]
        database = \(directory)/register.txt
        new_certs_dir = \(directory)
        rand_serial = yes
        default_md = sha256
        policy = anyone

        [anyone]
        commonName = supplied
        """
      let text = TestAuthority.requestSettings(for: name) + sections
      try Files.writeBytes(Array(text.utf8), to: settings)
      try Files.writeBytes([], to: directory.appending("register.txt"))
    }

    func makeKey(_ options: [String], out: FilePath) async throws {
      try await TestAuthority.openssl(
        [
          "req", "-new", "-config", settings.string, "-newkey", "ec",
          "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key.string,
          "-out", out.string,
        ] + options
      )
    }
  }

  private static func requestSettings(for name: String) -> String {
    """
    [req]
    distinguished_name = name
    prompt = no

    [name]
    CN = \(name)

    [authority]
    basicConstraints = critical, CA:TRUE
    keyUsage = critical, keyCertSign, cRLSign
    subjectKeyIdentifier = hash

    """
  }

  private static func openssl(_ arguments: [String]) async throws {
    let run = try await ProgramRun("/usr/bin/openssl", arguments)
    guard run.status == 0 else { throw OpenSSLRefusal(run: run) }
  }

  private struct OpenSSLRefusal: Error, CustomStringConvertible {
    let run: ProgramRun

    var description: String {
      "openssl ended with status \(run.status): \(run.errorText)"
    }
  }
}
