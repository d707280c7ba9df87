/** A sample of a server plug-in in Java. */
package org.anychat.samples.filter;
