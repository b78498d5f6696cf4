// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
package import SystemPackage

/// A web server as many sites run it, in front of a folder of real files.
///
/// How it makes entity tags, compresses, cuts ranges and keeps connections is its own affair, which
/// is why it is asked.
package struct Nginx: Sendable {
  /// Where Debian's package `nginx-light` puts it.
  package static let program = "/usr/sbin/nginx"

  package static var isPresent: Bool { access(program, X_OK) == 0 }

  package let port: Int
  /// What is served.
  package let site: FilePath
  private let log: FilePath

  /// Runs a server for as long as `body` takes; its files are in an existing folder.
  ///
  /// Directives are added to its only `server` block.
  package nonisolated(nonsending) static func run<Value>(
    in folder: FilePath,
    directives: String = "",
    _ body: nonisolated(nonsending) (Nginx) async throws -> Value
  ) async throws -> Value {
    let (site, own) = (folder.appending("site"), folder.appending("nginx"))
    for path in [site, own] {
      try FileManager.default.createDirectory(
        atPath: path.string,
        withIntermediateDirectories: true
      )
    }
    // Somebody else may take the port before nginx does; then there are others.
    for _ in 1...5 {
      let nginx = Nginx(port: try freePort(), site: site, log: own.appending("access.log"))
      let configuration = own.appending("nginx.conf")
      try Files.writeBytes(Array(nginx.configuration(own, directives).utf8), to: configuration)
      let arguments = [
        "-p", own.string, "-c", configuration.string, "-e", own.appending("error.log").string,
      ]
      // It writes its number down once it listens.
      let number = own.appending("nginx.pid").string
      let value = try await RunningProgram.serve(
        [Self.program] + arguments,
        until: { access(number, F_OK) == 0 }
      ) {
        try await body(nginx)
      }
      if let value { return value }
    }
    throw Failure(description: "nginx does not start; its error.log says why")
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The requests so far: method, target, status and the bytes of the body that were sent.
  package func requests() throws -> [String] {
    let bytes = (try? Files.readBytes(log)) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
  }

  package func write(_ bytes: [UInt8], to name: String) throws {
    let path = site.pushing(FilePath(name))
    try FileManager.default.createDirectory(
      atPath: path.removingLastComponent().string,
      withIntermediateDirectories: true
    )
    try Files.writeBytes(bytes, to: path)
  }

  package func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: site.pushing(FilePath(name)).string)
  }

  private func configuration(_ own: FilePath, _ directives: String) -> String {
    """
    pid \(own)/nginx.pid;
    daemon off;
    worker_processes 1;
    \(getuid() == 0 ? "user root;" : "")
    events { worker_connections 64; }
    http {
      types {
        text/html html; application/pdf pdf; text/plain txt;
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx;
      }
      default_type application/octet-stream;
      log_format short '$request_method $request_uri $status $body_bytes_sent';
      access_log \(log) short;
      client_body_temp_path \(own)/body;
      proxy_temp_path \(own)/proxy;
      fastcgi_temp_path \(own)/fastcgi;
      uwsgi_temp_path \(own)/uwsgi;
      scgi_temp_path \(own)/scgi;
      gzip on;
      gzip_min_length 1;
      keepalive_timeout 60;
      server {
        listen 127.0.0.1:\(port);
        root \(site);
        index index.html;
        \(directives)
      }
    }

    """
  }

  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(descriptor, name, length) == 0 && getsockname(descriptor, name, &length) == 0
      }
    }
    guard isBound else { throw Errno(rawValue: errno) }
    return Int(UInt16(bigEndian: name.sin_port))
  }
}
