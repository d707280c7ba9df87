/**
 * What the licence allows. {@link org.anychat.license.LicenseServiceVerticle} is the composition root, {@code domain} the
 * rules, {@code store} where the seats are kept.
 */
package org.anychat.license;
