/** The rules of logging in: synchronous, without bus, cluster or clock. */
package org.anychat.auth.domain;
