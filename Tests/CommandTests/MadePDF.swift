// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A PDF of a few pages, as a program for redacting by hand would leave it.
struct MadePDF {
  /// A page: what draws it, and its boxes.
  struct Page {
    /// In the language of content streams (ISO 32000-1, section 8).
    var drawing: String
    var boxes = "/MediaBox [0 0 595 842]"
  }

  let pages: [Page]

  /// A line of words in Helvetica, its foot so many points above the lower edge.
  static func line(_ words: String, at height: Int, _ colour: String = "0 g", size: Int = 12)
    -> String
  {
    "\(colour) BT /F1 \(size) Tf 72 \(height) Td (\(words)) Tj ET\n"
  }

  /// A filled box.
  static func box(_ place: String, _ colour: String = "0 g") -> String {
    "\(colour) \(place) re f\n"
  }

  var bytes: [UInt8] {
    var objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    var kids = ""
    for page in pages {
      kids += "\(objects.count + 1) 0 R "
      objects.append(
        """
        << /Type /Page /Parent 2 0 R \(page.boxes) /Contents \(objects.count + 2) 0 R \
        /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>
        """
      )
      let drawing = page.drawing
      objects.append("<< /Length \(drawing.utf8.count) >>\nstream\n\(drawing)\nendstream")
    }
    objects[1] = "<< /Type /Pages /Count \(pages.count) /Kids [\(kids)] >>"
    var text = "%PDF-1.4\n"
    var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for (index, object) in objects.enumerated() {
      let place = String(text.utf8.count)
      table += String(repeating: "0", count: 10 - place.count) + place + " 00000 n \n"
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text +=
      "\(table)trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }
}
