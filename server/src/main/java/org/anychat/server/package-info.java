/**
 * The command line {@code AnyChatCoreServer} and the only place that composes services. It holds no rule of any
 * service: it reads the configuration, makes each service's own record of it, and deploys their verticles.
 */
package org.anychat.server;
