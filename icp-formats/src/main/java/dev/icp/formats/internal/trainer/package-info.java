/** What each trainer wants of contexts, and what is to be said to it. */
@NullMarked
package dev.icp.formats.internal.trainer;

import org.jspecify.annotations.NullMarked;
