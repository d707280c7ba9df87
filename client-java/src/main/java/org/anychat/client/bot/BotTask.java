package org.anychat.client.bot;

/** What every bot of a program does. */
record BotTask(int roomId, String roomPassword, String password, boolean publish, boolean watch) {
    @Override
    public String toString() {
        return "BotTask[roomId=" + roomId + ", publish=" + publish + ", watch=" + watch + "]";
    }
}
