// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Text

/// How a text is written in YAML so that it is read as that text, whatever is in it.
enum YAMLScalar {
  static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isEscaped) else {
      return "'" + text.replacing("'", with: "''") + "'"
    }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "\"": quoted += "\\\(scalar)"
      case _ where isEscaped(scalar): quoted += String(format: "\\U%08X", scalar.value)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// Whether a text is what is written to turn something on or off.
  static func isSwitch(_ text: String) -> Bool {
    ["true", "false", "yes", "no", "on", "off", "none"].contains(text.lowercased())
  }

  static func list(_ texts: some Sequence<String>) -> String {
    "[" + texts.map(quoted).joined(separator: ", ") + "]"
  }

  // What a screen must be spared, and what is no character to YAML.
  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isHidden || scalar.properties.generalCategory == .unassigned
  }
}
