/**
 * Who may log in, and who is logged in where. {@link org.anychat.auth.AuthServiceVerticle} is the composition root,
 * {@code domain} the rules, {@code store} where the logins are kept.
 */
package org.anychat.auth;
