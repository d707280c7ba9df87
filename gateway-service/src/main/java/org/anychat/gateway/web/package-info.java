/** What all of the gateway's HTTP has in common, whoever serves it. */
package org.anychat.gateway.web;
