// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends a connection whose other side keeps it for nothing: a request that does not come to its end, or an answer that is not taken.
final class ConnectionBounds: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// Within this time a request has to come, from the beginning of the connection, or from the end of the answer before.
  private static let longestRequest = TimeAmount.seconds(30)
  /// So long none of an answer may be taken.
  private static let longestRefusal = TimeAmount.seconds(30)

  /// Nothing that is read here has a body.
  private static let longestBody = 64 << 10

  private var request: Scheduled<Void>?
  private var refusal: Scheduled<Void>?
  /// How many requests are answered before their ends have come.
  private var answeredEarly = 0
  private var isWithin = false
  private var body = 0

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { awaitRequest(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    awaitRequest(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: (isWithin, body) = (true, 0)
    case .body(let bytes):
      body += bytes.readableBytes
      guard body <= Self.longestBody else { return context.close(promise: nil) }
    case .end:
      isWithin = false
      request?.cancel()
      request = nil
      if answeredEarly > 0 {
        answeredEarly -= 1
        awaitRequest(context)
      }
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      // Of a request that is still coming, its own time runs on.
      if isWithin { answeredEarly += 1 } else { awaitRequest(context) }
    }
    context.write(data, promise: promise)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    refusal?.cancel()
    refusal = context.channel.isWritable ? nil : end(context, in: Self.longestRefusal)
    context.fireChannelWritabilityChanged()
  }

  private func awaitRequest(_ context: ChannelHandlerContext) {
    request?.cancel()
    request = end(context, in: Self.longestRequest)
  }

  private func end(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
    let channel = context.channel
    return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }

  private func cancel() {
    request?.cancel()
    refusal?.cancel()
  }
}
