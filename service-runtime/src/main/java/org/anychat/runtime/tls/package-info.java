/** The certificate of the server's TCP port. */
package org.anychat.runtime.tls;
