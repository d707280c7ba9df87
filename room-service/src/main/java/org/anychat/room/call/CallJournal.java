package org.anychat.room.call;

/** Where calls are written down for whoever goes on with them. The caller's thread. */
public interface CallJournal {
    /** Nobody goes on with them. */
    CallJournal NONE = new CallJournal() {
        @Override
        public void written(Call call) {
            // Nobody reads it.
        }

        @Override
        public void erased(Call call) {
            // Nobody has read it.
        }

        @Override
        public void said(LastWord word) {
            // Nobody reads it.
        }

        @Override
        public void forgotten(LastWord word) {
            // Nobody has read it.
        }
    };

    /**
     * A call is so from now on. A caller has one call at a time, so this takes the place of what was written of it.
     *
     * @param call the call
     */
    void written(Call call);

    /**
     * A call is over.
     *
     * @param call the call, as it was last
     */
    void erased(Call call);

    /**
     * A side has ended a call. Takes the place of what the session has said before.
     *
     * @param word which, and how it is known when it is said once more
     */
    void said(LastWord word);

    /**
     * Nobody says it once more.
     *
     * @param word what was said
     */
    void forgotten(LastWord word);
}
