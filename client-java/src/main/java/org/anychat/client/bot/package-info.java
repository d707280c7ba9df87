/** The command-line bot: joins rooms, sends the bundled sample, watches others and measures. {@link org.anychat.client.bot.BotMain} is the program. */
package org.anychat.client.bot;
