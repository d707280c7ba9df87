/** What every service verticle does at its start and its end. */
package org.anychat.runtime;
