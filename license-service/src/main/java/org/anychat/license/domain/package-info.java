/** The rules of seats: synchronous, without bus, cluster or clock. */
package org.anychat.license.domain;
