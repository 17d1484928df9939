import type { ApiAnsweringNode, ApiNode } from 'lectern-protocol/http';
import { milliseconds } from '../format.js';
import { Bar } from './bar.js';
import { bytes, count, longDuration } from './format.js';
import { Section } from './section.js';
import { adminWords } from './words.js';

/** The nodes, of which the first one has answered the page. */
export function Nodes({ nodes, at }: { nodes: ApiNode[]; at: Date }) {
  const text = adminWords.value;
  return (
    <Section id="nodes" title={text.nodes}>
      <ul class="nodes">
        {nodes.map((node, index) => (
          <li key={node.node}>
            {node.answers ? (
              <NodeCard node={node} at={at} own={index === 0 && nodes.length > 1} />
            ) : (
              <>
                <h3>
                  {node.node.slice(0, 8)} <State name="silent" />
                </h3>
                <p class="quiet">{text.silentNode}</p>
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function State({ name }: { name: 'ready' | 'notReady' | 'silent' }) {
  return (
    <span class="state" data-state={name}>
      {adminWords.value.state[name]}
    </span>
  );
}

function NodeCard({ node, at, own }: { node: ApiAnsweringNode; at: Date; own: boolean }) {
  const { facts, ofLimit, delay, thisNode } = adminWords.value;
  const { memory, event_loop_delay } = node;
  const heap = ofLimit(bytes(memory.heap_used), bytes(memory.heap_limit));
  return (
    <>
      <h3>
        {node.host} · {node.pid} <State name={node.ready ? 'ready' : 'notReady'} />
      </h3>
      {own && <p class="quiet">{thisNode}</p>}
      {node.why !== undefined && <p class="why">{node.why}</p>}
      <dl>
        <Fact name={facts.version} value={node.version} />
        <Fact name={facts.uptime} value={longDuration(at.getTime() - node.started)} />
        <Fact
          name={facts.delay}
          value={delay(milliseconds(event_loop_delay.mean_ms), milliseconds(event_loop_delay.max_ms))}
        />
        <Fact name={facts.connections} value={count(node.connections)} />
        <Fact name={facts.clients} value={count(node.clients)} />
        <Fact name={facts.rooms} value={count(node.rooms)} />
        <Fact name={facts.queued} value={bytes(node.queued_bytes)} />
        <Fact name={facts.memory} value={bytes(memory.rss)} />
      </dl>
      <Bar label={facts.heap} text={heap} used={memory.heap_used} limit={memory.heap_limit} />
    </>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
