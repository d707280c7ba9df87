/** The rules of licences and seats: synchronous, without bus, cluster or clock. */
package org.anychat.license.domain;
