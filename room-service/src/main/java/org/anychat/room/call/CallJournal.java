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
}
