/** A clock outside the page: browsers slow the timers of a hidden page to one a minute, but not those of a worker. */
setInterval(() => postMessage(null), 1000);
