package org.sekimori.control.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sekimori.control.http.HttpAnswer;

/**
 * One connection's way from request to answer, one after the other: nothing more is read before the answer is written, so
 * a client that sends many requests at once waits like any other. All fields belong to the connection's event loop.
 */
final class HttpServerHandler extends ChannelInboundHandlerAdapter implements Exchange.Taker {
    /** What clients may take as slowly as they like. */
    private static final int SMALL_ANSWER_BYTES = 64 << 10;

    private final ServerParts parts;
    private final Peer peer;
    private final ConnectionGate gate;
    private ChannelHandlerContext context;
    private ConnectionClock clock;
    /** What was decoded with a message that is still worked on. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    private boolean taking;
    private Phase phase = Phase.HEAD;
    private IncomingRequest incoming;
    private Exchange exchange;
    /** Of the request at hand: whether its client speaks HTTP/1.1, wants to go on, and has sent it to the end. */
    private boolean modern;

    private boolean keepAlive;
    private boolean received;

    private enum Phase {
        /** A request's headers are awaited. */
        HEAD,
        /** Its body is. */
        BODY,
        /** An end point works on it. */
        WORK,
        /** The answer is written. */
        WRITE,
        /** The answer goes on and on. */
        STREAM,
        /** The last answer is written, and what still comes is thrown away. */
        LINGER
    }

    HttpServerHandler(ServerParts parts, Peer peer, ConnectionGate gate) {
        this.parts = parts;
        this.peer = peer;
        this.gate = gate;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        clock = new ConnectionClock(added);
        clock.expect(parts.limits().times().request(), added::close);
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        active.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        clock.stop();
        endExchange();
        dropIncoming();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        waiting.add(message);
        takeWaiting();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reading) {
        if (takesMessages()) {
            reading.read();
        }
    }

    private boolean takesMessages() {
        return phase != Phase.WORK && phase != Phase.WRITE;
    }

    /** Takes what was decoded as long as it is wanted, and has more read where it is. What is decoded at once is one read. */
    private void takeWaiting() {
        if (taking) {
            return;
        }
        taking = true;
        while (takesMessages() && !waiting.isEmpty()) {
            Object message = waiting.poll();
            try {
                take(message);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
        taking = false;
        if (takesMessages()) {
            context.read();
        }
    }

    private void take(Object message) {
        switch (phase) {
            case HEAD -> onHead(message);
            case BODY -> onBody(message);
            case LINGER -> onRest(message);
            default -> context.close();
        }
    }

    private void onHead(Object message) {
        if (!(message instanceof io.netty.handler.codec.http.HttpRequest head)) {
            return;
        }
        incoming = IncomingRequest.judge(head, peer, parts);
        modern = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
        keepAlive = modern && HttpUtil.isKeepAlive(head) && !incoming.mustClose();
        received = false;
        if (incoming.isKnown()) {
            gate.known(context.channel());
        } else {
            gate.stranger(context.channel());
        }
        if (incoming.mustClose()) {
            write(incoming.refusal().orElseThrow());
            return;
        }
        if (HttpUtil.is100ContinueExpected(head)) {
            context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
        phase = Phase.BODY;
        clock.expect(parts.limits().times().request(), this::refuseLate);
    }

    private void onBody(Object message) {
        if (!(message instanceof HttpContent content) || content.decoderResult().isFailure()) {
            refuse(Refusals.malformed());
            return;
        }
        incoming.add(content.content());
        received = message instanceof LastHttpContent;
        if (received && incoming.refusal().isPresent()) {
            write(incoming.refusal().get());
        } else if (received) {
            phase = Phase.WORK;
            clock.expect(parts.limits().times().handling(), () -> refuse(Refusals.handlingTimeout()));
            exchange = new Exchange(context.channel(), peer, incoming.decision(), this);
            parts.workers().run(incoming.route(), incoming.request(), exchange);
        }
    }

    private void onRest(Object message) {
        if (message instanceof LastHttpContent) {
            context.close();
        }
    }

    @Override
    public void answer(Exchange from, HttpAnswer answer) {
        if (from != exchange || phase != Phase.WORK) {
            return;
        }
        try {
            write(parts.guard().isCurrent(from.decision()) ? answer : Refusals.unauthorized());
        } catch (IllegalArgumentException badHeader) {
            refuse(Refusals.failed());
        }
    }

    @Override
    public void stream(Exchange from, StreamingAnswer stream) {
        if (from != exchange || phase != Phase.WORK || !parts.guard().isStillValid(from.decision())) {
            stream.cutOff();
            return;
        }
        phase = Phase.STREAM;
        clock.stop();
        dropIncoming();
        context.writeAndFlush(parts.responses().streamHead(stream.contentType(), peer.tls(), modern));
        takeWaiting();
        stream.watch(parts.limits().work().heartbeat(), validity(from.decision()));
    }

    private StreamingAnswer.Validity validity(RequestGuard.Decision decision) {
        return new StreamingAnswer.Validity() {
            @Override
            public boolean isGiven() {
                return parts.guard().isStillValid(decision);
            }

            @Override
            public void use() {
                parts.guard().use(decision);
            }
        };
    }

    private void refuseLate() {
        refuse(Refusals.requestTimeout());
    }

    private void refuse(HttpAnswer refusal) {
        keepAlive = false;
        write(refusal);
    }

    private void write(HttpAnswer answer) {
        boolean more = phase == Phase.HEAD || phase == Phase.BODY && !received;
        BodyBudget room = parts.answers().get(peer.origin());
        long held = answer.body().length > SMALL_ANSWER_BYTES ? answer.body().length : 0;
        if (held > 0 && !room.takeOrAlone(held)) {
            refuse(Refusals.busy());
            return;
        }
        HttpResponse response;
        try {
            response = parts.responses().whole(answer, peer.tls(), keepAlive);
        } catch (IllegalArgumentException badHeader) {
            room.giveBack(held);
            throw badHeader;
        }
        phase = Phase.WRITE;
        endExchange();
        dropIncoming();
        clock.expect(parts.limits().times().writing(), context::close);
        context.writeAndFlush(response).addListener(written -> {
            room.giveBack(held);
            if (!written.isSuccess()) {
                context.close();
            } else if (keepAlive) {
                next();
            } else if (more) {
                linger();
            } else {
                context.close();
            }
        });
    }

    private void next() {
        phase = Phase.HEAD;
        if (peer.isLocal()) {
            gate.stranger(context.channel());
        }
        clock.expect(parts.limits().times().idle(), context::close);
        takeWaiting();
    }

    private void linger() {
        phase = Phase.LINGER;
        clock.expect(parts.limits().times().linger(), context::close);
        takeWaiting();
    }

    private void endExchange() {
        if (exchange != null) {
            exchange.forget();
            exchange = null;
        }
    }

    private void dropIncoming() {
        if (incoming != null) {
            incoming.drop();
            incoming = null;
        }
    }

    /** What goes wrong on a connection is its end, and nobody's news: strangers can make it go wrong at will. */
    @Override
    public void exceptionCaught(ChannelHandlerContext failing, Throwable cause) {
        failing.close();
    }
}
