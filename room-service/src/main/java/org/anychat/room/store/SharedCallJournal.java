package org.anychat.room.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.RoomId;
import org.anychat.room.call.Call;
import org.anychat.room.call.CallJournal;
import org.anychat.room.call.LastWord;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;

/** Calls that the service's next active instance finds, beside the rooms. One instance uses them at a time. */
public final class SharedCallJournal implements CallJournal {
    private static final String PREFIX = "call.";
    private static final String WORD_PREFIX = "word.";

    private final SharedRecords records;
    private final LongSupplier nowNs;
    private final LongSupplier nowMs;

    /**
     * Makes the journal.
     *
     * @param records where the calls are written down
     * @param nowNs the clock of the calls
     * @param nowMs the time of day, in milliseconds since 1970: all that two machines have in common
     */
    public SharedCallJournal(SharedRecords records, LongSupplier nowNs, LongSupplier nowMs) {
        this.records = records;
        this.nowNs = nowNs;
        this.nowMs = nowMs;
    }

    /**
     * A call as it is written down.
     *
     * @param caller who rang
     * @param callee who was rung
     * @param words what the caller said when ringing
     * @param ringsUntilMs when an unanswered call is given up, in milliseconds since 1970
     * @param room the call's room, or null while it rings
     * @param number which of the caller's calls it is
     */
    record WrittenCall(Party caller, Party callee, CallWords words, long ringsUntilMs, RoomId room, long number) {}

    /** Whether a key is that of something about calls. */
    static boolean isOfCalls(String key) {
        return key.startsWith(PREFIX) || key.startsWith(WORD_PREFIX);
    }

    @Override
    public void written(Call call) {
        long leftNs = call.ringsUntilNs() - nowNs.getAsLong();
        records.put(
                key(call),
                new WrittenCall(
                        call.caller(),
                        call.callee(),
                        call.words(),
                        nowMs.getAsLong() + TimeUnit.NANOSECONDS.toMillis(leftNs),
                        call.room(),
                        call.number()));
    }

    @Override
    public void erased(Call call) {
        records.remove(key(call));
    }

    @Override
    public void said(LastWord word) {
        records.put(key(word), word);
    }

    @Override
    public void forgotten(LastWord word) {
        records.remove(key(word));
    }

    private static String key(LastWord word) {
        return WORD_PREFIX + word.session();
    }

    /**
     * Reads how calls of the instance before have ended lately.
     *
     * @param texts what {@link SharedRecords#takeOver} has found
     * @return what has been said
     */
    public List<LastWord> readWords(Map<String, String> texts) {
        return texts.entrySet().stream()
                .filter(text -> text.getKey().startsWith(WORD_PREFIX))
                .map(text -> RecordJson.read(text.getValue(), LastWord.class))
                .toList();
    }

    private static String key(Call call) {
        return PREFIX + call.caller().session();
    }

    /**
     * Reads what the instance before has written.
     *
     * @param texts what {@link SharedRecords#takeOver} has found
     * @param ringNs how long a call rings: whatever the clocks of two machines say, none rings longer once more
     * @return the calls
     */
    public List<Call> read(Map<String, String> texts, long ringNs) {
        return texts.entrySet().stream()
                .filter(text -> text.getKey().startsWith(PREFIX))
                .map(text -> call(RecordJson.read(text.getValue(), WrittenCall.class), ringNs))
                .toList();
    }

    private Call call(WrittenCall written, long ringNs) {
        long leftNs = TimeUnit.MILLISECONDS.toNanos(written.ringsUntilMs() - nowMs.getAsLong());
        return new Call(
                written.caller(),
                written.callee(),
                written.words(),
                nowNs.getAsLong() + Math.max(0, Math.min(leftNs, ringNs)),
                written.room(),
                written.number());
    }
}
