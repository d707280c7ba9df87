package org.anychat.gateway;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.anychat.contracts.CallApi;
import org.anychat.contracts.Done;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** Writes down what it is asked, and refuses what it is told to refuse. */
final class FakeCalls implements CallApi {
    final BlockingQueue<Record> asked = new LinkedBlockingQueue<>();
    volatile ServiceError refusal;
    volatile List<HeldCall> held = List.of();

    private Future<Done> note(Record request) {
        asked.add(request);
        return refusal == null
                ? Future.succeededFuture(Done.DONE)
                : Future.failedFuture(new ServiceException(refusal, "refused by the test"));
    }

    @Override
    public Future<Done> ring(RingCall request) {
        return note(request);
    }

    @Override
    public Future<Done> answer(AnswerCall request) {
        return note(request);
    }

    @Override
    public Future<Done> finish(FinishCall request) {
        return note(request);
    }

    @Override
    public Future<Done> leave(LeaveCalls request) {
        return note(request);
    }

    @Override
    public Future<MovedCalls> move(MoveCalls request) {
        return Future.succeededFuture(new MovedCalls(List.of()));
    }

    @Override
    public Future<HeldCalls> announce(AnnounceCalls request) {
        return Future.succeededFuture(new HeldCalls(held));
    }
}
