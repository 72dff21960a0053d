import type { AlertView } from '../../domain/alerts/listing.ts';
import { paths } from '../frame/paths.ts';

interface WhoseOf {
  alert: Pick<AlertView, 'projectCode' | 'projectName'>;
  firm: string | undefined;
}

/** The project of an alert and the firm it is about, one under the other. */
export const Whose = ({ alert: { projectCode, projectName }, firm }: WhoseOf) => (
  <div class="names">
    {projectName && <a href={paths.project(projectCode)}>{projectName}</a>}
    <span class="small quiet num">{projectCode}</span>
    {firm && <span class="small">{firm}</span>}
  </div>
);
