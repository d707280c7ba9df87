/** Where the logins are kept. */
package org.anychat.auth.store;
