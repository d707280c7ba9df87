/** The check of a connection that anybody may have done without a login: {@code /check/echo}, for the page /check. */
package org.anychat.gateway.check;
