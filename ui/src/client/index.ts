// The TypeScript client, as browsers, Electron and Node use it; docs/connections.md tells how it comes back.

export { Client, connect, type ClientOptions } from './client';
export type { Endpoint, FindEndpoint } from './endpoint';
export { EngineError, type ClientCode } from './errors';
export type { RequestOptions } from './exchange';
export { LIMITS, type Limits } from './limits';
export type { EventsMethod, OnceMethod, PartsMethod } from './methods';
export type { Parts } from './parts';
export type { Socket, SocketConstructor } from './socket';
export type { State, StateListener } from './state';
export type { Listener, Resume, Subscription } from './subscription';
