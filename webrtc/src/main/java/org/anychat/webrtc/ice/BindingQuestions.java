package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.stun.StunAttribute.Software;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;

/** Asks STUN servers from one socket at which address they see it (RFC 8489), again and again until they answer. */
final class BindingQuestions {
    private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int REQUEST_CAPACITY = 64;
    /** Without it a request would be shorter than its answer, which a server that nobody shall misuse may not send. */
    static final Software SOFTWARE = new Software("AnyChat SDK for the JVM");

    private final IceOutput output;
    private final List<Question> questions;
    private final List<Answer> answers = new ArrayList<>();
    private final byte[] request = new byte[REQUEST_CAPACITY];

    /** What a server has seen. */
    record Answer(InetSocketAddress server, InetSocketAddress mapped) {}

    /** Of the servers, resolved, the first are asked; {@code random} is a cryptographic source. */
    BindingQuestions(IceOutput output, Random random, List<InetSocketAddress> servers, int most) {
        this.output = output;
        this.questions = servers.stream()
                .distinct()
                .limit(most)
                .map(server -> new Question(server, TransactionId.random(random)))
                .toList();
    }

    /** Takes a server's answer; false where a datagram is none. */
    boolean take(byte[] data, int offset, int length, InetSocketAddress from) {
        Question question = questionTo(from);
        Optional<StunMessage> decoded = question == null ? Optional.empty() : StunMessage.decode(data, offset, length);
        if (decoded.isEmpty()
                || !decoded.get().transactionId().equals(question.id)
                || decoded.get().type().equals(StunMessageType.BINDING_REQUEST)) {
            return false;
        }
        if (!question.answered) {
            question.answered = true;
            decoded.filter(answer -> answer.type().equals(StunMessageType.BINDING_SUCCESS))
                    .flatMap(answer -> answer.first(XorMappedAddress.class))
                    .ifPresent(answer -> answers.add(new Answer(question.server, answer.address())));
        }
        return true;
    }

    /** Asks whom it is time to ask. */
    void askDue(long nowNs) {
        for (Question question : questions) {
            if (question.isDue(nowNs)) {
                question.asked = true;
                question.askedNs = nowNs;
                StunMessage message = new StunMessage(StunMessageType.BINDING_REQUEST, question.id, List.of(SOFTWARE));
                output.send(request, 0, message.encode(request, 0), question.server);
            }
        }
    }

    /** Whether nobody is left to wait for. */
    boolean areAnswered() {
        return questions.stream().allMatch(question -> question.answered);
    }

    /** Whether anything came back, be it an error. */
    boolean hasHeard() {
        return questions.stream().anyMatch(question -> question.answered);
    }

    /** What was said so far, in the order in which it came. */
    List<Answer> answers() {
        return List.copyOf(answers);
    }

    private Question questionTo(InetSocketAddress server) {
        for (Question question : questions) {
            if (question.server.equals(server)) {
                return question;
            }
        }
        return null;
    }

    /** One server and whether it has answered; all its requests are one transaction (RFC 8489 section 6.2.1). */
    private static final class Question {
        private final InetSocketAddress server;
        private final TransactionId id;
        private boolean asked;
        private boolean answered;
        private long askedNs;

        Question(InetSocketAddress server, TransactionId id) {
            this.server = server;
            this.id = id;
        }

        boolean isDue(long nowNs) {
            return !answered && (!asked || nowNs - askedNs >= REPEAT_NS);
        }
    }
}
