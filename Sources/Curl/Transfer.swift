// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl
import HTTP
import Synchronization

/// One transfer on its way through the loop: what was asked, what came so far, who waits for it.
///
/// A caller makes it and hands it over through the mailbox; from then on the loop's thread alone
/// touches it. That handing over is why `@unchecked Sendable` is true.
final class Transfer: @unchecked Sendable {
  struct ID: Hashable, Sendable {
    private static let last = Atomic<UInt64>(0)
    private let number = ID.last.add(1, ordering: .relaxed).newValue
  }

  let id: ID
  let request: Request
  private let sink: any BodySink
  private let caller: CheckedContinuation<Result<Response, TransferError>, Never>

  private var headBytes: [UInt8] = []
  private var headerCount = 0
  private var head: ResponseHead?
  private var bodyBytes: Int64 = 0
  /// What one of our own callbacks refused; libcurl then reports only that a callback did.
  private(set) var refusal: TransferError?
  /// Whether the sink has had enough of the body.
  private var isAbandoned = false
  private let allowsPrivateAddresses: Bool
  /// Has the loop go on with the transfer; may be called from any thread, at any time.
  private let resume: @Sendable () -> Void

  init(
    _ id: ID,
    _ request: Request,
    _ sink: any BodySink,
    allowsPrivateAddresses: Bool,
    resume: @escaping @Sendable () -> Void,
    _ caller: CheckedContinuation<Result<Response, TransferError>, Never>
  ) {
    self.id = id
    self.request = request
    self.sink = sink
    self.allowsPrivateAddresses = allowsPrivateAddresses
    self.resume = resume
    self.caller = caller
  }

  /// Resumes the caller; libcurl has let go of the transfer by now.
  func end(_ outcome: Result<Response, TransferError>) {
    caller.resume(returning: outcome)
  }

  func outcome(
    _ code: CURLcode,
    of handle: EasyHandle
  ) -> Result<Response, TransferError> {
    if let refusal { return .failure(refusal) }
    if isAbandoned, let head {
      return .success(Response(head, of: handle.pointer, isAbandoned: true))
    }
    // libcurl's own limit for one line comes before ours, under the name of another fault.
    if code == CURLE_OUT_OF_MEMORY, head == nil { return .failure(.headersTooLarge) }
    // More codings than libcurl undoes, one upon the other: it gives up before the head is whole.
    if code == CURLE_BAD_CONTENT_ENCODING, head == nil, request.coding != .verbatim {
      return .failure(.unknownCoding("more than five, one upon the other"))
    }
    guard code == CURLE_OK else {
      return .failure(
        TransferError(code, of: handle.pointer, request, detail: handle.errorText(code))
      )
    }
    guard let head else {
      return .failure(.protocolFault(detail: "the answer has no status line"))
    }
    return .success(Response(head, of: handle.pointer))
  }

  // MARK: What libcurl calls

  /// Takes one line of a header section; false ends the transfer.
  func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    // An interim response (1xx) is followed by another status line; what follows the final head is a
    // trailer, whatever it looks like, and counts towards the limit only.
    if head == nil, line.starts(with: "HTTP/".utf8) { headBytes.removeAll(keepingCapacity: true) }
    headerCount += line.count
    guard headerCount <= TransferLimits.headerBytes else {
      refusal = .headersTooLarge
      return false
    }
    guard head == nil else { return true }
    headBytes.append(contentsOf: line)
    guard line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) else { return true }
    guard let complete = ResponseHead(headBytes) else {
      refusal = .protocolFault(detail: "the answer has no status")
      return false
    }
    guard complete.status >= 200 else { return true }
    if let fault = complete.framingFault {
      refusal = .protocolFault(detail: fault)
      return false
    }
    if request.coding != .verbatim, request.method == .get, let coding = complete.unknownCoding {
      refusal = .unknownCoding(coding)
      return false
    }
    head = complete
    sink.begin(complete)
    return true
  }

  /// Whether the sink takes a piece now; if not, it asks for it later.
  var hasRoom: Bool { sink.hasRoom(orElse: resume) }

  /// Takes a piece of the body; false ends the transfer.
  func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bodyBytes += Int64(bytes.count)
    guard bodyBytes <= request.limits.bodyBytes else {
      refusal = .tooLarge(limit: request.limits.bodyBytes, stated: statedLength)
      return false
    }
    do {
      try sink.receive(bytes.assumingMemoryBound(to: UInt8.self).span)
      return true
    } catch is EnoughReceived {
      isAbandoned = true
      return false
    } catch {
      refusal = .sink(error)
      return false
    }
  }

  /// How long the body is by the answer's word; nil where only a coded form's length is stated.
  private var statedLength: Int64? {
    guard let head, head.fields["Content-Encoding"] == nil else { return nil }
    return head.fields["Content-Length"].flatMap { Int64($0) }
  }

  /// Whether so many bytes received are within the limit.
  func accepts(received: Int64) -> Bool {
    guard received <= request.limits.bodyBytes else {
      refusal = .tooLarge(limit: request.limits.bodyBytes, stated: statedLength)
      return false
    }
    return true
  }

  /// Whether a connection to this address may be used; remembers the one that may not.
  func accepts(_ address: String, isPublic: Bool) -> Bool {
    guard isPublic || allowsPrivateAddresses else {
      refusal = .privateAddress(address)
      return false
    }
    // A name may have a private address first and a public one next.
    if case .privateAddress = refusal { refusal = nil }
    return true
  }
}
