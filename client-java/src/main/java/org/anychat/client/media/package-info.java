/**
 * Media of the SDK: what an application gives ({@link org.anychat.client.media.MediaSource}) and takes ({@link org.anychat.client.media.MediaSink}), and
 * the two WebRTC connections in between.
 */
package org.anychat.client.media;
