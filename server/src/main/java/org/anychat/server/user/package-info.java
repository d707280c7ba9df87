/** The command {@code user}: administrators' users, kept without a running server or beside one. */
package org.anychat.server.user;
