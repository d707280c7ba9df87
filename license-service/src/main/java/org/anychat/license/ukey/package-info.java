/**
 * A UKey is a PKCS#11 token with a private key. Its vendor's library is loaded in a process of its own, for each check
 * anew: {@link org.anychat.license.ukey.UKey} is the server's side, {@link org.anychat.license.ukey.TokenProcess} the
 * other. Such libraries keep what they have seen of a token, hang, and crash; a check then costs its deadline and
 * nothing else.
 */
package org.anychat.license.ukey;
