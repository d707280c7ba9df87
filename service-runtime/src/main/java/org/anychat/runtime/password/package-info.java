/** Passwords as they are stored: of users of the platform and of its administrators. */
package org.anychat.runtime.password;
