/**
 * The one TCP listener: tells TLS, HTTP and the framed protocol apart and makes links of what clients speak. Why it is
 * built as it is: {@code docs/design/0001-one-tcp-port.md}.
 */
package org.anychat.gateway.port;
