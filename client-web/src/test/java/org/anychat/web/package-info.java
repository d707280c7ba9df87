/** Tests of the JavaScript SDK and the web app, by reading their files and by running them in a browser. */
package org.anychat.web;
