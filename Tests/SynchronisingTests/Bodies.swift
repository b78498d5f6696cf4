// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Small bodies that look like what they are.
enum Bodies {
  /// A PDF that is whole: header, a page's worth of bytes, cross-reference table, trailer.
  static func pdf(_ text: String, padding: Int = 400) -> [UInt8] {
    var body = "%PDF-1.4\n"
    var offsets: [Int] = []
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
      "(\(text) \(String(repeating: ".", count: padding)))",
    ]
    for (index, object) in objects.enumerated() {
      offsets.append(body.utf8.count)
      body += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = body.utf8.count
    body += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      body += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    body += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(body.utf8)
  }

  static let notFound = Array(
    "<!doctype html><title>Page not found</title><h1>404: page not found</h1>".utf8
  )

  /// What sites with a kind heart answer under status 200.
  static let softNotFound = Array(
    """
    <!doctype html><html><head><title>Report not found</title>
    <meta name="robots" content="noindex"></head><body><main><h1>Report not found</h1>
    <p>Sorry, the report you asked for is no longer available. Please use the search.</p>
    </main></body></html>
    """.utf8
  )

  static let botWall = Array(
    """
    <!doctype html><html><head><title>Just a moment...</title></head>
    <body><script src="/cdn-cgi/challenge-platform/x.js"></script></body></html>
    """.utf8
  )
}
